import type { Root } from 'mdast'
import type { CodeDamage } from './code-damage.ts'
import { findMangledCharacters } from './find-mangled-characters.ts'
import { findMangledJson } from './find-mangled-json.ts'
import { findMangledYaml } from './find-mangled-yaml.ts'
import { type CodeText, listCode } from './list-code.ts'

const YAML = new Set(['yaml', 'yml'])
const JSON_LANGUAGES = new Set(['json'])
/** How a manifest begins, in a block that does not say its language. */
const MANIFEST_START = /^(?:\s*(?:#.*)?\n|---\s*\n)*(?:apiVersion|kind): *\S/

/**
 * Finds code that no longer does what its author wrote: quotes and dashes that were made pretty, spaces that are none,
 * YAML without its indentation, manifests without their head. A block is left alone that says `verbatim` behind its
 * language; one that says `fragment` need not be a whole manifest, or a whole JSON value.
 *
 * @param tree the text as parsed, where that is at hand
 */
export function findMangledCode(markdown: string, tree?: Root): CodeDamage[] {
  return listCode(markdown, tree).flatMap(findDamage)
}

function findDamage(code: CodeText): CodeDamage[] {
  if (code.marks.includes('verbatim')) return []
  const language = languageOf(code)
  const known = { ...code, language }
  return [
    ...findMangledCharacters(known),
    ...(YAML.has(language) ? findMangledYaml(known) : []),
    ...(JSON_LANGUAGES.has(language) ? findMangledJson(known) : []),
  ].sort((a, b) => a.line - b.line)
}

/** What a block is written in: what it says, or what it looks like. */
function languageOf({ isBlock, language, text }: CodeText): string {
  if (!isBlock || language !== '') return language
  if (MANIFEST_START.test(text)) return 'yaml'
  return /^\s*\$ /.test(text) ? 'console' : ''
}
