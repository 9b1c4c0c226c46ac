import { writeMarkdown } from '../text/write-markdown.ts'
import type { ReleaseWatch } from './release-watch.ts'
import { tellAhead } from './tell-ahead.ts'
import { tellReleased } from './tell-released.ts'

/**
 * The section "Release watch" as markdown, a line a matter; '' where there is nothing to say: minors and patches that
 * came out in the stretch, with the CVEs that advisories call fixed by them; pre-releases; the next deadline; and minors
 * that are near their end, or near maintenance. Where sources differ on a day, the others stand behind it.
 */
export const writeReleaseWatch = (watch: ReleaseWatch): string =>
  writeMarkdown([{ list: [...tellReleased(watch), ...tellAhead(watch)] }])
