/** The months in English, in lower case; the first three letters of each are its short name. */
export const MONTHS: readonly string[] =
  'january february march april may june july august september october november december'.split(' ')
