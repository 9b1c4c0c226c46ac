import { forgetOld, type NetlifyConfig } from '../serve/netlify-app.ts'

/** Forgets what was held long enough, as the privacy page says. */
export default forgetOld

export const config: NetlifyConfig = { schedule: '23 */6 * * *' }
