// node add-signups.ts STATE NAME COUNT: adds sign-ups to the store there, or to that of DATABASE_URL, eight at a time, and writes a line for each that was acknowledged.
import fs from 'node:fs'
import { openStore } from '../../../src/io/open-store.ts'
import { makeSignup } from './store-builders.ts'

const [state = '', name = '', count = '0'] = process.argv.slice(2)
let next = 0
const store = await openStore(process.env, state)

async function addOneByOne(): Promise<void> {
  while (next < Number(count)) {
    const address = `${name}-${next++}@harbour.example`
    try {
      await store.addSignup(makeSignup({ address }))
    } catch (error) {
      fs.writeSync(1, `refused ${(error as Error).message}\n`)
      process.exitCode = 1
      return
    }
    fs.writeSync(1, `${address}\n`)
  }
}

await Promise.all(Array.from({ length: 8 }, addOneByOne))
await store.close()
