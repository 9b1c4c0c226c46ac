const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `20 Aug` for the day `2026-08-20`; `20 Aug 2025` where its year is not the one given. */
export function shortDay(day: string, thisYear = day.slice(0, 4)): string {
  const [year, month, date] = day.split('-')
  return [Number(date), MONTHS[Number(month) - 1], year !== thisYear && year].filter(Boolean).join(' ')
}
