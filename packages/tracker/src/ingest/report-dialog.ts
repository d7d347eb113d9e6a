/** Words of the dialog; the SDK's `showReportDialog` options may replace them. */
export interface DialogWords {
  readonly title: string
  readonly subtitle: string
  readonly labelName: string
  readonly labelEmail: string
  readonly labelComments: string
  readonly labelClose: string
  readonly labelSubmit: string
  readonly successMessage: string
  readonly errorGeneric: string
}

export interface Dialog {
  /** Where the form is sent, with DSN and event id in the query. */
  readonly action: string
  readonly name: string
  readonly email: string
  readonly words: DialogWords
}

/** The words that are used where the page gives none. */
export const defaultDialogWords: DialogWords = {
  title: 'It looks like we’re having issues.',
  subtitle: 'If you’d like to help, tell us what happened below.',
  labelName: 'Name',
  labelEmail: 'Email',
  labelComments: 'What happened?',
  labelClose: 'Close',
  labelSubmit: 'Send report',
  successMessage: 'Your report was sent. Thank you!',
  errorGeneric: 'The report could not be sent. Please try again.',
}

/**
 * Returns the script that shows the dialog in the page that loads it. It makes elements and texts one by one, so that
 * nothing from the URL is ever read as markup, and runs under a policy without inline styles.
 */
export function renderReportDialog(dialog: Dialog): string {
  return `(${dialogScript})(${scriptLiteral(dialog)});\n`
}

/** JSON that is safe in a script: no closing tag, no comment, no line separators that older parsers trip over. */
function scriptLiteral(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Runs in somebody else's page, so it is text: plain, old JavaScript without any names of its own outside. */
const dialogScript = `function (d) {
  var id = 'culprit-report-dialog';
  if (document.getElementById(id)) return;
  var words = d.words;
  function add(parent, tag, styles, text) {
    var element = document.createElement(tag);
    for (var name in styles) element.style[name] = styles[name];
    if (text) element.textContent = text;
    parent.appendChild(element);
    return element;
  }
  var edge = '1px solid #888';
  var back = add(document.body, 'div', { position: 'fixed', top: 0, right: 0, bottom: 0, left: 0, zIndex: 2147483647,
    background: 'rgba(0,0,0,.5)', overflow: 'auto', font: '16px/1.4 system-ui, sans-serif' });
  back.id = id;
  var form = add(back, 'form', { maxWidth: '32rem', margin: '10vh auto', padding: '1.5rem', background: '#fff', color: '#222', borderRadius: '8px' });
  form.setAttribute('role', 'dialog');
  form.setAttribute('aria-modal', 'true');
  form.setAttribute('aria-label', words.title);
  add(form, 'h2', { margin: '0 0 .5rem' }, words.title);
  add(form, 'p', { margin: '0 0 1rem' }, words.subtitle);
  function field(tag, name, label, value) {
    var box = add(form, 'label', { display: 'block', margin: '0 0 1rem' }, label);
    var input = add(box, tag, { display: 'block', width: '100%', boxSizing: 'border-box', padding: '.5rem', font: 'inherit', border: edge });
    input.name = name;
    input.value = value;
    input.required = true;
    return input;
  }
  var first = field('input', 'name', words.labelName, d.name);
  field('input', 'email', words.labelEmail, d.email).type = 'email';
  field('textarea', 'comments', words.labelComments, '').rows = 5;
  var state = add(form, 'p', { margin: '0 0 1rem' });
  state.setAttribute('role', 'status');
  var buttonStyle = { padding: '.5rem 1rem', marginRight: '.5rem', font: 'inherit', border: edge, cursor: 'pointer' };
  var submit = add(form, 'button', buttonStyle, words.labelSubmit);
  var close = add(form, 'button', buttonStyle, words.labelClose);
  close.type = 'button';
  function end() {
    document.removeEventListener('keydown', onKey);
    back.remove();
    window.postMessage('__sentry_reportdialog_closed__', '*');
  }
  function onKey(event) { if (event.key === 'Escape') end(); }
  document.addEventListener('keydown', onKey);
  close.onclick = end;
  form.onsubmit = function (event) {
    event.preventDefault();
    submit.disabled = true;
    var body = new URLSearchParams();
    ['name', 'email', 'comments'].forEach(function (name) { body.set(name, form.elements.namedItem(name).value); });
    fetch(d.action, { method: 'POST', body: body }).then(function (response) {
      if (!response.ok) throw new Error(String(response.status));
      state.textContent = words.successMessage;
      setTimeout(end, 2000);
    }).catch(function () {
      submit.disabled = false;
      state.textContent = words.errorGeneric;
    });
  };
  first.focus();
}`
