import path from 'node:path'

/** The database of subscriptions in a state folder. */
export const storeFile = (state: string) => path.join(state, 'subscribers.sqlite')

/** Where it is written down which database that is, beside it. */
export const identityFile = (state: string) => path.join(state, 'subscribers.id')

/** Who has it open; empty. */
export const storeLockFile = (state: string) => path.join(state, 'subscribers.lock')

/** Who sends from it; empty. */
export const sendLockFile = (state: string) => path.join(state, 'send.lock')
