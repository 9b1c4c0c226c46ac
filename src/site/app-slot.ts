/**
 * A place in a page of the app, which the server fills with a text. It stands in an element's text, or in a quoted
 * attribute; which page has which, `src/server/page-templates.ts` says, and refuses a page that differs.
 */
export const appSlot = (name: string): string => `{{${name}}}`
