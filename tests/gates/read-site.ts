import fs from 'node:fs'
import path from 'node:path'
import { Parser } from 'htmlparser2'

/** What the gates need of a built page. */
export interface SitePage {
  /** `/issues/2026-W34/`, or `/404.html`. */
  readonly address: string
  /** Below the folder of the site. */
  readonly file: string
  readonly size: number
  readonly ids: ReadonlySet<string>
  /** Addresses that it links to or loads, as they stand. */
  readonly links: readonly string[]
  /** Scripts from files, and bytes of those in the page; data for machines is no script. */
  readonly scriptFiles: readonly string[]
  readonly inlineScript: number
  /** Attributes and elements that a strict policy forbids. */
  readonly forbidden: readonly string[]
}

/** Reads every page of a built site. */
export function readSite(dist: string): SitePage[] {
  const files = fs.globSync('**/*.html', { cwd: dist }).sort()
  return files.map((file) => {
    const html = fs.readFileSync(path.join(dist, file), 'utf8')
    return { ...readPage(html), address: addressOf(file), file, size: html.length }
  })
}

export function addressOf(file: string): string {
  return `/${file
    .split(path.sep)
    .join('/')
    .replace(/(^|\/)index\.html$/, '$1')}`
}

function readPage(html: string): Omit<SitePage, 'address' | 'file' | 'size'> {
  const ids = new Set<string>()
  const links: string[] = []
  const scriptFiles: string[] = []
  const forbidden: string[] = []
  let inlineScript = 0
  let isInScript = false
  const parser = new Parser({
    onopentag(name, attributes) {
      if (attributes.id !== undefined) ids.add(attributes.id)
      for (const key of ['href', 'src', 'action', 'poster']) {
        if (attributes[key] !== undefined && name !== 'use') links.push(attributes[key])
      }
      for (const each of attributes.srcset?.split(',') ?? []) links.push(each.trim().split(/\s/)[0] ?? '')
      if (attributes.style !== undefined || name === 'style') forbidden.push(`<${name}> with style of its own`)
      for (const key of Object.keys(attributes)) if (key.startsWith('on')) forbidden.push(`<${name} ${key}>`)
      if (name !== 'script' || attributes.type === 'application/ld+json') return
      if (attributes.src === undefined) isInScript = true
      else scriptFiles.push(attributes.src)
    },
    ontext(text) {
      if (isInScript) inlineScript += Buffer.byteLength(text)
    },
    onclosetag(name) {
      if (name === 'script') isInScript = false
    },
  })
  parser.end(html)
  return { ids, links, scriptFiles, inlineScript, forbidden }
}
