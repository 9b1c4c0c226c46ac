import { answerRequest, type NetlifyConfig } from '../serve/netlify-app.ts'

/** The same app where a page of the site is read at an address that its form posts to: reading is left to the file. */
export default answerRequest

export const config: NetlifyConfig = {
  path: ['/subscribe', '/suggest'],
  method: ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
}
