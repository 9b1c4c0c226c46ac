import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isWebUrl, webUrlSchema } from '../../../src/core/text/web-url.ts'

for (const [url, good] of [
  ['https://harbour.example/posts/?a=1#b', true],
  ['http://harbour.example:8080/', true],
  ['HTTPS://Harbour.example/', true],
  ['https://häfen.example/日本', true],
  ['https://[::1]/', true],
  ['javascript:alert(1)', false],
  ['java\nscript:alert(1)', false],
  ['data:text/html,hello', false],
  ['file:///etc/passwd', false],
  ['ftp://harbour.example/', false],
  ['https:/harbour.example/', false],
  ['//harbour.example/', false],
  ['/posts/', false],
  ['https://', false],
  ['https://kubernetes.io@harbour.example/', false],
  ['https://user:password@harbour.example/', false],
  ['https://harbour.example/a b', false],
  ['https://harbour.example/a\r\nX-Header: b', false],
  ['https://harbour.example/\u202egpj.exe', false],
  ['https://har\u200bbour.example/', false],
  ['https://harbour.example/\u001b[2J', false],
] as const) {
  test(`${JSON.stringify(url)} is ${good ? 'an address to send a reader to' : 'none'}`, () => {
    assert.equal(isWebUrl(url), good)
    assert.equal(webUrlSchema.safeParse(url).success, good)
  })
}
