import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHeadingIds } from '../../../src/core/post/heading-ids.ts'
import { listHeadingIds } from '../../../src/core/post/list-heading-ids.ts'
import { renderLongForm } from '../../../src/core/post/render-long-form.ts'
import { startProcessorTime } from '../../processor-time.ts'

const BODY = `## What *changed* in \`kubeadm\`

### 1.8 & later

> ## Quoted [with a link](https://harbour.example/)

## What changed in kubeadm

- ### In a list

#### Übergröße – “so”

##### 灯台

###### Learn more

And a note.[^note]

[^note]: Words.
`

test('a heading may be linked to by the id that it has on the page', () => {
  const place = { form: 'page', site: 'https://crowsnest.example', path: '/posts/light/', pictures: [] } as const
  const { html } = renderLongForm(BODY, { ...place, sizes: new Map() })
  const rendered = [...html.matchAll(/<h[2-6][^>]* id="([^"]+)"/g)].map(([, id]) => id)
  const ids = listHeadingIds(BODY)
  assert.ok(ids.length >= 6)
  assert.deepEqual(
    rendered.filter((id) => id !== 'footnote-label'),
    ids,
  )
})

test('headings of one name are told apart at once, however many there are', () => {
  const spent = startProcessorTime()
  const nameOf = createHeadingIds()
  const ids = new Set(Array.from({ length: 50_000 }, () => nameOf('Light')))
  assert.equal(ids.size, 50_000)
  assert.equal(nameOf('Light 2'), 'light-2-2')
  assert.ok(spent() < 2_000, `${spent()} ms`)
})
