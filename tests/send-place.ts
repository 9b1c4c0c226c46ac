import { createHash, generateKeyPairSync } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { openSqliteStore } from '../src/io/sqlite-store.ts'
import { makeSubscription } from './builders.ts'

/** When the issue of a place is sent. */
export const SEND_NOW = '2026-11-24T10:00:00Z'
export const SENT_ISSUE = '2026-W47'

const SITE = `name: Lighthouse
url: https://light.example
tagline: A lamp over the cluster
description: What the lamp shows.
mail:
  from: Lighthouse <lamp@light.example>
  bounces: returns@light.example
  listId: weekly.light.example
  address: |
    1 Pier
    Harbour
`

const BLURB =
  'How a lamp is lit before the scheduler wakes, and why the queue behind it drains sooner than it fills: a walk'

const pick = (number: number) => `  - id: c${number.toString(16).padStart(9, '0')}
    section: headlines
    title: "Light ${number}: what the keepers of the harbour learnt about restarts"
    url: https://harbour.example/lights/${number}/
    source: Harbour Blog
    blurb: "${BLURB} through ${number} nights."
`

const issue = (picks: number) => `---
number: 12
title: Low tide
subject: Low tide, and a quiet kubelet
preheader: What the week brought
status: published
date: 2026-11-20
weeks: [${SENT_ISSUE}]
covers: { from: 2026-11-13T12:00:00Z, to: 2026-11-20T12:00:00Z }
editors: []
picks:${picks === 0 ? ' []\n' : `\n${Array.from({ length: picks }, (_, number) => pick(number + 1)).join('')}`}---

The harbour was calm.
`

/** Writes the settings of a site, and an issue that is published. */
export function writeSendContent(content: string, picks = 0): void {
  fs.mkdirSync(path.join(content, 'issues'), { recursive: true })
  fs.writeFileSync(path.join(content, 'site.yml'), SITE)
  fs.writeFileSync(path.join(content, 'issues', `${SENT_ISSUE}.md`), issue(picks))
}

export interface SendPlace {
  readonly folder: string
  readonly content: string
  readonly state: string
  /** All of the environment of a command, but for `SMTP_URL`. */
  readonly env: Readonly<Record<string, string>>
}

/** The address of a reader of a place; they count from 0. */
export const readerAddress = (number: number): string => `reader-${number}@h${number % 53}.example`

const readerId = (number: number) => createHash('md5').update(`reader ${number}`).digest('base64url')
const SLICE = 10_000

/**
 * Makes content with a published issue, and a state folder whose readers have all confirmed.
 *
 * @param options.picks of the issue: one is about 0.76 kB of a mail
 */
export async function makeSendPlace(
  folder: string,
  {
    readers,
    picks = 0,
    signed = false,
  }: { readonly readers: number; readonly picks?: number; readonly signed?: boolean },
): Promise<SendPlace> {
  const [content, state] = [path.join(folder, 'content'), path.join(folder, 'state')]
  writeSendContent(content, picks)
  const store = await openSqliteStore(state)
  for (let from = 0; from < readers; from += SLICE) {
    await store.importSubscriptions(makeReaders(from, Math.min(SLICE, readers - from)))
  }
  await store.close()
  const common = { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', CROWSNEST_NOW: SEND_NOW }
  const env = { ...common, CROWSNEST_CONTENT: content, CROWSNEST_STATE: state }
  return { folder, content, state, env: signed ? { ...env, ...makeSigningKey(folder) } : env }
}

/** Readers who have all confirmed, from one number on. */
export const makeReaders = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) =>
    makeSubscription({ id: readerId(from + index), address: readerAddress(from + index), state: 'confirmed' }),
  )

/** Makes a key that signs the mails of a place, as the environment says it. */
export function makeSigningKey(folder: string, selector = 'lamp1'): Record<string, string> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const file = path.join(folder, `${selector}.pem`)
  fs.writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  return { DKIM_KEY_FILE: file, DKIM_SELECTOR: selector }
}
