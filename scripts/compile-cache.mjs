// Imported before a command: Node keeps what it compiles, and finds there what it compiled the last time. It is plain
// JavaScript, so that Node needs no TypeScript before; the two are half of what a short command takes.
import { enableCompileCache } from 'node:module'
import path from 'node:path'

enableCompileCache(path.resolve(import.meta.dirname, '../node_modules/.cache/compile'))
