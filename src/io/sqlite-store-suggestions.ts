import type { ReaderSuggestion } from '../core/subscription/reader-suggestion.ts'
import type { SuggestionStore } from '../jobs/subscription-store.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import { count, known, type Row, text, textOrNone, toMoment, toTime } from './sqlite-rows.ts'
import type { SqliteMails } from './sqlite-store-mails.ts'

/** Links that readers suggest. An answer takes the address away: the mail that says so has it until it is sent. */
export function createSqliteSuggestions(database: SqliteDatabase, mails: SqliteMails): SuggestionStore {
  const insert = database.prepare(`
    INSERT INTO suggestions (id, url, note, by, address, network, at, answered_at, answer_issue, answer_url, answer_title)
    VALUES ($id, $url, $note, $by, $address, $network, $at, $answered_at, $answer_issue, $answer_url, $answer_title)`)
  const countFrom = database.prepare('SELECT count(*) AS count FROM suggestions WHERE network = ? AND at >= ?')
  const byId = database.prepare('SELECT * FROM suggestions WHERE id = ?')
  const since = database.prepare('SELECT * FROM suggestions WHERE at >= ? ORDER BY at, number')
  const answer = database.prepare(`
    UPDATE suggestions SET answered_at = $answered_at, answer_issue = $answer_issue, answer_url = $answer_url,
      answer_title = $answer_title, address = NULL
    WHERE id = $id AND answered_at IS NULL`)
  return {
    async addSuggestion({ id, url, note, by, address, network, at, answer: given }) {
      const visitor = { by: by ?? null, address: address ?? null, network: network ?? null }
      const columns = { id, url, note: note ?? null, at: toTime(at), ...visitor, ...answerColumns(given) }
      await database.write(() => insert.run(columns))
    },
    countSuggestions: (network, from) => database.read(() => count(countFrom.get(network, toTime(from)))),
    findSuggestion: (id) =>
      database.read(() => {
        const row = byId.get(id)
        return row && readSuggestion(row)
      }),
    listSuggestions: (from) => database.read(() => since.all(toTime(from)).map(readSuggestion)),
    answerSuggestion: (id, given, mail) =>
      database.write(() => {
        if (answer.run({ id, ...answerColumns(given) }).changes === 0) return false
        if (mail !== undefined) mails.add(mail)
        return true
      }),
  }
}

const answerColumns = (answer: ReaderSuggestion['answer']) => ({
  answered_at: toTime(answer?.at),
  answer_issue: answer?.issue ?? null,
  answer_url: answer?.issueUrl ?? null,
  answer_title: answer?.title ?? null,
})

function readSuggestion(row: Row): ReaderSuggestion {
  const answer = {
    at: toMoment(row.answered_at ?? 0),
    issue: text(row, 'answer_issue'),
    issueUrl: text(row, 'answer_url'),
    title: text(row, 'answer_title'),
  }
  return known<ReaderSuggestion>({
    id: text(row, 'id'),
    url: text(row, 'url'),
    note: textOrNone(row, 'note'),
    by: textOrNone(row, 'by'),
    address: textOrNone(row, 'address'),
    network: textOrNone(row, 'network'),
    at: toMoment(row.at),
    answer: row.answered_at === null ? undefined : answer,
  })
}
