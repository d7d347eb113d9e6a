/** The text of `culprit --help`. */
export const helpText = `culprit COMMAND [FLAGS]

  dev FILE     Runs an application while you write it: debug mode on, started again when a file changes.
  doctor FILE  Checks an application where it is deployed: does it load, may it write, do mail server and tracker answer.
  mail-test    Connects to the mail server, signs in and sends one mail; prints what the server answered.
  mail-drain   Sends the error mails that wait on disk, and prints how many.

  --smtp-url URL       The mail server: smtp://user:password@host:port, or smtps://...
                       Also CULPRIT_SMTP_URL, where the password is not shown to other users of the machine.
  --secure starttls    TLS on the plain port, required.
  --secure tls         TLS from the first byte.
  --to ADDRESS         mail-test: who gets the mail; may be given several times.
  --from ADDRESS       mail-test: the sender; also CULPRIT_MAIL_FROM. Default: culprit@ and the name of this machine.
  --spool-dir DIR      mail-drain: the folder that holds mail/; also CULPRIT_SPOOL_DIR.
                       Default: a folder of the user's cache that is named after the application.
  --application NAME   mail-drain: the application whose default folder is meant.
  dev: --no-debugger, --no-reload, --external-debugger, --host HOST, --port PORT, --extra-files PATHS,
       --exclude-patterns PATTERNS, --poll, --config FILE, --inspect; after --, arguments for the application.
  doctor: --json, --compare FILE (a saved --json of another environment), --config FILE.
  --help

Exit codes: 0, 1 for a failure, 2 for wrong usage.`
