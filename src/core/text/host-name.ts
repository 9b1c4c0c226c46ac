/** The host of a web address as people say it, without `www.`; empty where it is no address. */
export const hostName = (url: string): string => URL.parse(url)?.hostname.replace(/^www\./, '') ?? ''
