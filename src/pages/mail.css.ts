import type { APIRoute } from 'astro'
import { WEB_MAIL_STYLE } from '../core/digest/render-web-mail.ts'
import { serveText } from '../site/serve-text.ts'

export const GET: APIRoute = () => serveText(WEB_MAIL_STYLE, 'style')
