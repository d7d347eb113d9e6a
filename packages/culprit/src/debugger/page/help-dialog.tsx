import type { VNode } from 'preact'
import { editors } from './editors.ts'
import type { PageSettings } from './page-settings.ts'

const keys: readonly (readonly [string, string])[] = [
  ['j k', 'next and previous frame'],
  ['a', 'frames of the application, or all'],
  ['` :', 'to the console'],
  ['Esc', 'out of the console'],
  ['e', 'open in the editor'],
  ['v', 'filter variables'],
  ['Shift C', 'copy as Markdown'],
  ['r', 'plain traceback'],
  ['?', 'this help'],
]

const consoleKeys: readonly (readonly [string, string])[] = [
  ['Enter', 'run; an unfinished input goes on in a new line'],
  ['Shift Enter', 'new line'],
  ['Tab', 'complete'],
  ['\u2191 \u2193', 'earlier inputs'],
  ['Ctrl L', 'clear'],
  ['Ctrl C', 'stop what runs, or clear the line'],
]

/** Keys and settings; the choices are kept in the browser. */
export function HelpDialog({ settings }: { readonly settings: PageSettings }): VNode {
  return (
    <dialog class="help" id="help" aria-labelledby="help-heading">
      <div class="help-head">
        <h2 id="help-heading">Keys and settings</h2>
        <button type="button" class="quiet" data-do="close-help">
          Close
        </button>
      </div>
      <div class="help-columns">
        {keyList('On the page', keys)}
        {keyList('In the console', consoleKeys)}
      </div>
      <p class="help-names">
        In the console: <code>_</code> the last value, <code>$err</code> the error, <code>$req</code> the
        request, <code>dump()</code> the variables, <code>dump(x)</code> the parts of a value.
      </p>
      <p>
        <label for="editor-choice">Open files in</label>{' '}
        <select id="editor-choice">
          <option value="">
            {settings.launches === undefined ? 'the usual editor' : `${settings.launches}, by this server`}
          </option>
          {editors.map(({ id, name, address }) => (
            <option key={id} value={address}>
              {name}
            </option>
          ))}
          <option value="server">Neovim or another, by this server</option>
          <option value="custom">Another address</option>
        </select>
      </p>
      <p id="editor-custom-line" hidden>
        <label for="editor-custom">
          Address, with {'{file}'}, {'{line}'} and {'{column}'}
        </label>{' '}
        <input
          id="editor-custom"
          type="text"
          placeholder="myeditor://open{file}:{line}"
          autocomplete="off"
          spellcheck={false}
        />
      </p>
      <p>
        <label>
          <input type="checkbox" id="single-keys" checked /> Single keys work outside of text fields
        </label>
      </p>
    </dialog>
  )
}

function keyList(name: string, list: typeof keys): VNode {
  return (
    <section>
      <h3>{name}</h3>
      <dl class="keys">
        {list.map(([key, what]) => (
          <div key={key}>
            <dt>
              {key.split(' ').map((each) => (
                <kbd key={each}>{each}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
