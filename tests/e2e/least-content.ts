import fs from 'node:fs'
import path from 'node:path'
import { formatYaml } from '../../src/core/text/front-matter.ts'

/** Where a provider takes addresses, and what lists ask for: their own name for it (Mailchimp), which list it is (listmonk), parts of the address. */
export const PROVIDER = {
  action: 'https://list.example/subscribe/post?u=1&id=2',
  ...{ field: 'EMAIL', hidden: { l: '0c5f3a9e-7d', embed: '1' } },
}

/** Publications in which there is nothing yet: about Kubernetes, without a list; about something else, its list at a provider. */
const MORE = {
  kubernetes: {},
  ferries: { subject: 'island ferries', kubernetes: false, subscribe: PROVIDER },
} as const

/** Writes content that is nothing but its settings. */
export function writeLeastContent(content: string, about: keyof typeof MORE): void {
  const least = { name: 'Lighthouse', url: 'https://light.example', tagline: 'A lamp', description: 'It shines.' }
  fs.mkdirSync(content, { recursive: true })
  const settings = { ...least, mail: { from: 'Lamp <lamp@light.example>' }, ...MORE[about] }
  fs.writeFileSync(path.join(content, 'site.yml'), formatYaml(settings))
}
