/** Whether two values that JSON can say are equal, fields in the same order. */
export const isEqual = (one: unknown, other: unknown): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other)
