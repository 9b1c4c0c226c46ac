import { type NetlifyConfig, workAwhile } from '../serve/netlify-app.ts'

/** Does what no request did: sign-ups that a function was ended before, and mails that were put off. */
export default workAwhile

export const config: NetlifyConfig = { schedule: '*/5 * * * *' }
