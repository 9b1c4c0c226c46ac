import type { SuggestionStore } from '../jobs/subscription-store.ts'
import type { PostgresDatabase } from './postgres-database.ts'
import type { PostgresChanges } from './postgres-store-changes.ts'
import type { PostgresMails } from './postgres-store-mails.ts'
import { count, toTime } from './sqlite-rows.ts'
import { answerColumns, readSuggestion } from './sqlite-store-suggestions.ts'

const COUNT = 'SELECT count(*) AS count FROM crowsnest.suggestions WHERE at >= $1'

/** Links that readers suggest. An answer takes the address away: the mail that says so has it until it is sent. */
export function createPostgresSuggestions(
  database: PostgresDatabase,
  { changes, mails }: { readonly changes: PostgresChanges; readonly mails: PostgresMails },
): SuggestionStore {
  return {
    addSuggestion({ id, url, note = null, by = null, address = null, network = null, at, answer }, caps) {
      const values = [id, url, note, by, address, network, toTime(at), ...Object.values(answerColumns(answer))]
      const since = toTime(caps.since)
      // Counted while nobody else adds one.
      return database.transaction(
        async (query) => {
          const near = await query(`${COUNT} AND network = $2`, [since, network])
          if (count(near.rows[0]) >= caps.network) return 'network'
          if (count((await query(COUNT, [since])).rows[0]) >= caps.all) return 'all'
          await query(
            `INSERT INTO crowsnest.suggestions (id, url, note, by, address, network, at, answered_at, answer_issue,
              answer_url, answer_title)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
            values,
          )
          return undefined
        },
        { lock: 'suggest' },
      )
    },
    async findSuggestion(id) {
      const { rows } = await database.query('SELECT * FROM crowsnest.suggestions WHERE id = $1', [id])
      return rows[0] && readSuggestion(rows[0])
    },
    async listSuggestions(since, most) {
      const { rows } = await database.query(
        `SELECT * FROM crowsnest.suggestions WHERE at >= $1 AND answered_at IS NULL
        ORDER BY at DESC, number DESC LIMIT $2`,
        [toTime(since), most],
      )
      return rows.toReversed().map(readSuggestion)
    },
    answerSuggestion: (id, given, plan) =>
      database.transaction(async (query) => {
        const { rows } = await query('SELECT * FROM crowsnest.suggestions WHERE id = $1 FOR UPDATE', [id])
        if (rows[0] === undefined) return 'unknown'
        const suggestion = readSuggestion(rows[0])
        if (suggestion.answer !== undefined) return 'known'
        const mail = plan(suggestion, await changes.suppressionFor(query, suggestion.address))
        await query(
          `UPDATE crowsnest.suggestions SET answered_at = $2, answer_issue = $3, answer_url = $4, answer_title = $5,
            address = NULL
          WHERE id = $1`,
          [id, ...Object.values(answerColumns(given))],
        )
        if (mail !== undefined) await mails.add(query, [mail])
        return 'answered'
      }),
  }
}
