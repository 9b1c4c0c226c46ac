import fs from 'node:fs'
import { ExpectedError, type Problem } from '../core/text/problem.ts'
import { displayPath } from './content-folder.ts'
import { NOTHING_TO_DO } from './exit-code.ts'
import { databaseUrl, openStore, type OpenedStore } from './open-store.ts'
import { identityFile, storeFile } from './store-files.ts'

/**
 * Whether a state folder has a store, or had one that is missed; whoever only looks shall not make one. A database that
 * `DATABASE_URL` names is the store, also while there is nothing in it.
 */
export const hasStore = (state: string): boolean =>
  databaseUrl(process.env) !== undefined || [storeFile(state), identityFile(state)].some((file) => fs.existsSync(file))

type Work<T> = (store: OpenedStore) => Promise<T>
type Options = Parameters<typeof openStore>[2]

/** Does something with the store (`DATABASE_URL`, else that of a state folder), which is made where there is none, and closes it. */
export async function withStore<T>(state: string, work: Work<T>, options?: Options): Promise<T> {
  const store = await openStore(process.env, state, options)
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** As `withStore`, for what makes no sense without a store. */
export async function withExistingStore<T>(state: string, work: Work<T>, options?: Options): Promise<T> {
  if (!hasStore(state)) throw new ExpectedError(noStore(state), NOTHING_TO_DO)
  return withStore(state, work, options)
}

/** That nobody has subscribed here yet, or that the folder is another. */
export const noStore = (state: string): Problem => ({
  where: displayPath(storeFile(state)),
  what: 'there is no store here yet',
  remedy: 'Name its folder with --state; the first sign-up or import makes one',
})
