import { answerRequest, type NetlifyConfig } from '../serve/netlify-app.ts'

/** The app of subscriptions as a function of Netlify, where no page of the site has the same address. */
export default answerRequest

export const config: NetlifyConfig = {
  path: ['/confirm/*', '/unsubscribe/*', '/me/*', '/suggestions', '/suggestions/*', '/health'],
}
