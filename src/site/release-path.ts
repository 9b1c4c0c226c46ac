/** Id of a minor's place on the page of all releases: `v1.36`. */
export const releaseAnchor = (minor: string): string => `v${minor}`
