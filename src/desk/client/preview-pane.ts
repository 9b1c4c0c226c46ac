import { html, type TemplateResult } from 'lit-html'
import type { Connection } from './connection.ts'
import { PREVIEW_FORMS, type PreviewForm } from './desk-state.ts'
import { createPreviewFrame } from './preview.ts'
import { shownTheme, type Theme } from './theme.ts'
import type { Workspace } from './workspace.ts'

const TITLES: Readonly<Record<PreviewForm, string>> = { page: 'Page', mail: 'Mail', text: 'Mail as text' }

/** What the issue will look like, beside the issue: its page as the site draws it, and its mail. It follows changes. */
export function createPreviewPane(connection: Pick<Connection, 'mail'>, redraw: () => void) {
  const frame = createPreviewFrame('Preview of the issue')
  let isPhone = false
  let theme: Theme | undefined
  let mail: { readonly of: string; readonly text: string } | undefined

  /** A mail belongs to a version of the issue and a form; another is asked for. */
  function fetchMail(form: PreviewForm, version: string): void {
    const of = `${form} ${version}`
    if (form === 'page' || mail?.of === of) return
    mail = { of, text: mail?.of.startsWith(`${form} `) === true ? mail.text : '' }
    void connection.mail(form === 'text').then((reply) => {
      if (mail?.of !== of) return
      const trouble = reply.outcome === 'refused' ? reply.problems.join(' ') : 'The server does not answer.'
      if (reply.outcome === 'ok') mail = { of, text: reply.value }
      else if (form === 'text') mail = { of, text: trouble }
      redraw()
    })
  }

  const set = (change: () => void) => () => {
    change()
    redraw()
  }

  return (desk: Workspace): TemplateResult => {
    const { issue, version } = desk.snapshot
    const shown = theme ?? shownTheme()
    fetchMail(desk.form, version)
    return html`<section class="pane preview ${isPhone ? 'phone' : ''}" aria-labelledby="preview-head">
      <header class="pane-head">
        <h2 id="preview-head">Preview</h2>
        <div class="tools" role="group" aria-label="What is shown">
          ${PREVIEW_FORMS.map((each) =>
            drawSwitch(TITLES[each], each === desk.form, () => {
              desk.showForm(each)
            }),
          )}
          ${drawSwitch(
            'As on a phone',
            isPhone,
            set(() => (isPhone = !isPhone)),
          )}
          ${drawSwitch(
            'In the dark',
            shown === 'dark',
            set(() => (theme = shown === 'dark' ? 'light' : 'dark')),
          )}
        </div>
      </header>
      ${drawBody(desk.form, issue, shown)}
    </section>`
  }

  function drawBody(form: PreviewForm, issue: Workspace['snapshot']['issue'], shown: Theme): unknown {
    const text = mail?.text ?? ''
    if (form === 'text') return html`<pre class="scroll" tabindex="0" dir="auto" .textContent=${text}></pre>`
    if (issue.isNew) return html`<p class="empty">There is nothing to see before the first pick.</p>`
    if (form === 'page') frame.show({ page: `/issues/${issue.key}/` }, shown)
    else if (text !== '') frame.show({ mail: text }, shown)
    return frame.element
  }
}

function drawSwitch(text: string, isOn: boolean, act: () => void): TemplateResult {
  return html`<button type="button" aria-pressed=${isOn} @click=${act}>${text}</button>`
}
