/** Words of a title for an address or a file name, `kubecon-north-america-2026`; empty where no letter is Latin. */
export function slugOf(text: string, most = 60): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, most)
    .replace(/^-+|-+$/g, '')
}
