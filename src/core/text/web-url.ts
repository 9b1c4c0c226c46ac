import { z } from 'astro/zod'

/** Whether a text is a whole web address as it stands: no other scheme, no password, nothing invisible in it. */
export function isWebUrl(text: string): boolean {
  const url = /^https?:\/\/[^\s\p{C}]+$/iu.test(text) ? URL.parse(text) : null
  return url !== null && url.username === '' && url.password === ''
}

/** An address that a reader may be sent to. */
export const webUrlSchema = z.string().trim().refine(isWebUrl, {
  error: 'expected a web address without a user name, like https://kubernetes.io/blog/',
})
