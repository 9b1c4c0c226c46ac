/** First parts of the addresses that the app answers. A page of the site may have one too, to be read. */
const FIRST_PARTS = ['subscribe', 'confirm', 'unsubscribe', 'me', 'suggest', 'suggestions', 'health']

/** Whether an address is the app's, where no file of the site has it; all others are for the site to miss. */
export function isAppPath(pathname: string): boolean {
  return FIRST_PARTS.includes(pathname.split('/')[1] ?? '')
}
