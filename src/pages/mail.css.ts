import type { APIRoute } from 'astro'
import { WEB_MAIL_STYLE } from '../core/digest/render-web-mail.ts'

export const GET: APIRoute = () =>
  new Response(WEB_MAIL_STYLE, { headers: { 'content-type': 'text/css; charset=utf-8' } })
