import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAddress } from '../../../src/core/source/read-address.ts'

test('an address is what a person typed, made whole', () => {
  for (const [text, address] of [
    ['https://kubernetes.io/feed.xml', 'https://kubernetes.io/feed.xml'],
    ['kubernetes.io/blog', 'https://kubernetes.io/blog'],
    ['  kubernetes.io ', 'https://kubernetes.io/'],
    ['localhost:8080/feed', 'https://localhost:8080/feed'],
    ['[::1]:8080', 'https://[::1]:8080/'],
    ['http://kubernetes.io/#top', 'http://kubernetes.io/'],
    ['feed://kubernetes.io/feed.xml', 'https://kubernetes.io/feed.xml'],
    ['feed:http://kubernetes.io/feed.xml', 'http://kubernetes.io/feed.xml'],
    ['HTTPS://Kubernetes.IO/', 'https://kubernetes.io/'],
    ['', undefined],
    ['two words', undefined],
    ['ftp://kubernetes.io/', undefined],
    ['file:///etc/passwd', undefined],
    ['mailto:a@kubernetes.io', undefined],
    ['javascript:alert(1)', undefined],
    ['https://user:secret@kubernetes.io/', undefined],
    ['https://', undefined],
  ] as const) {
    assert.equal(readAddress(text), address, text)
  }
})
