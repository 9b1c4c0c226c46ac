/** Whether an address is one that the desk opens: http or https, and nothing that could run. */
export const isWeb = (url: string | undefined): url is string => url !== undefined && /^https?:\/\//i.test(url)
