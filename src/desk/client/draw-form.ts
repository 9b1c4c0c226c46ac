import { html, nothing, type TemplateResult } from 'lit-html'
import { keyed } from 'lit-html/directives/keyed.js'
import type { Dialog, Field } from './dialogs.ts'
import type { Workspace } from './workspace.ts'

type Form = Extract<Dialog, { kind: 'form' }>

export function drawForm(desk: Workspace, form: Form): unknown {
  const submit = (target: EventTarget | null) => {
    if (target instanceof HTMLFormElement) desk.submitForm(valuesOf(target))
  }
  return keyed(
    form.draft + form.heading,
    html`<h2 id="dialog-head">${form.heading}</h2>
      ${form.about === undefined ? nothing : html`<p class="about-what" dir="auto">${form.about}</p>`}
      <form
        @submit=${(event: Event) => {
          event.preventDefault()
          submit(event.currentTarget)
        }}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
          event.preventDefault()
          submit(event.currentTarget)
        }}
      >
        ${form.fields.map((field, index) => drawField(desk, form, field, index === 0))}
        <p class="ends">
          <button type="submit" class="main">${form.submit}</button>
          <button
            type="button"
            @click=${() => {
              desk.closeDialog()
            }}
          >
            Leave
          </button>
          <small
            >${form.fields.some(({ lines }) => lines > 1) ? 'Ctrl Enter saves, ' : 'Enter saves, '}Esc leaves; what you
            typed stays for later</small
          >
        </p>
      </form>`,
  )
}

function drawField(desk: Workspace, form: Form, field: Field, isFirst: boolean): TemplateResult {
  const { name, label, value, lines, hint, isRequired } = field
  const keep = (event: Event) => {
    desk.keepDraft(`${form.draft}:${name}`, (event.target as HTMLInputElement | HTMLTextAreaElement).value)
  }
  const hintId = `hint-${name}`
  const control =
    lines > 1
      ? html`<textarea
          name=${name}
          id="field-${name}"
          rows=${lines}
          dir="auto"
          ?autofocus=${isFirst}
          aria-required=${isRequired === true}
          aria-describedby=${hintId}
          .value=${value}
          @input=${keep}
        ></textarea>`
      : html`<input
          name=${name}
          id="field-${name}"
          dir="auto"
          autocomplete="off"
          ?autofocus=${isFirst}
          aria-required=${isRequired === true}
          aria-describedby=${hintId}
          .value=${value}
          @input=${keep}
        />`
  return html`<div class="field">
    <label for="field-${name}">${label}</label>
    ${control}
    <small id=${hintId}>${hint ?? ''}</small>
  </div>`
}

function valuesOf(form: HTMLFormElement): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...new FormData(form)].map(([name, value]) => [name, typeof value === 'string' ? value : '']),
  )
}
