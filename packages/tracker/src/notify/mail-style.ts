const mono = 'font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:13px'
const wrap = 'overflow-wrap:anywhere;white-space:pre-wrap'

type Role =
  | 'body'
  | 'column'
  | 'headline'
  | 'title'
  | 'message'
  | 'cause'
  | 'paragraph'
  | 'button'
  | 'section'
  | 'heading'
  | 'frame'
  | 'line'
  | 'crashingLine'
  | 'local'
  | 'fact'
  | 'label'
  | 'faint'
  | 'link'
  | 'footer'

/** Style attributes of mails, by role. Greys and backgrounds are translucent, so they work on light and on dark. */
export const mailStyle: Readonly<Record<Role, string>> = {
  body: 'margin:0;padding:0;font-family:system-ui,-apple-system,Segoe UI,Roboto,sans-serif;font-size:15px;line-height:1.5',
  column: 'max-width:640px;margin:0 auto;padding:24px 16px',
  headline: 'margin:0 0 8px;font-size:13px;opacity:.75',
  title: `margin:0;font-size:20px;line-height:1.3;${wrap}`,
  message: `margin:4px 0 0;font-size:16px;${wrap}`,
  cause: `margin:4px 0 0;opacity:.8;${wrap}`,
  paragraph: 'margin:20px 0',
  button:
    'display:inline-block;padding:8px 16px;border-radius:6px;background:#b3261e;color:#ffffff;text-decoration:none;font-weight:600',
  section: 'margin:24px 0 0',
  heading: 'margin:0 0 8px;font-size:13px;font-weight:600;opacity:.75',
  frame: `margin:0 0 10px;${mono};${wrap}`,
  line: `display:block;margin:2px 0 0;padding:4px 8px;border-left:3px solid rgba(128,128,128,.5);${mono};${wrap}`,
  crashingLine: `display:block;margin:2px 0 0;padding:4px 8px;border-left:3px solid #d93a30;background:rgba(217,58,48,.12);${mono};${wrap}`,
  local: `margin:0 0 4px;${mono};${wrap}`,
  fact: `margin:0 0 4px;${wrap}`,
  label: 'display:inline-block;min-width:112px;opacity:.75',
  faint: 'opacity:.75',
  link: 'color:inherit',
  footer:
    'margin:32px 0 0;padding-top:12px;border-top:1px solid rgba(128,128,128,.4);font-size:13px;opacity:.75',
}
