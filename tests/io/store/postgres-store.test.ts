import { describe } from 'node:test'
import { openPostgresStore } from '../../../src/io/postgres-store.ts'
import { startPostgres } from '../../postgres-server.ts'
import { holdsTheStoreContract } from './store-contract.ts'

describe('the store in PostgreSQL', () => {
  holdsTheStoreContract(async () => openPostgresStore(await (await startPostgres()).createDatabase()))
})
