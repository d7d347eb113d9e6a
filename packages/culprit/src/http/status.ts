/** A status code in words. */
export interface Status {
  /** As Node 26 sends it in the status line, pinned here: the tables of runtimes change between versions. */
  readonly phrase: string
  /** What it means to the visitor, in one to three sentences; only where an exception class has the code. */
  readonly description?: string
}

/**
 * Returns the phrase of a status code, 'Unknown' when it is none of the table.
 * Source: Node 26's `http.STATUS_CODES`, which follows https://www.iana.org/assignments/http-status-codes.
 */
export function statusPhrase(code: number | undefined): string {
  return (code === undefined ? undefined : statuses.get(code)?.phrase) ?? 'Unknown'
}

/** Returns what a status code means to the visitor, empty when the table says nothing. */
export function statusDescription(code: number | undefined): string {
  return (code === undefined ? undefined : statuses.get(code)?.description) ?? ''
}

/** The one table of status codes; everything the library says about a code comes from here. */
export const statuses: ReadonlyMap<number, Status> = new Map<number, Status>([
  [100, { phrase: 'Continue' }],
  [101, { phrase: 'Switching Protocols' }],
  [102, { phrase: 'Processing' }],
  [103, { phrase: 'Early Hints' }],
  [200, { phrase: 'OK' }],
  [201, { phrase: 'Created' }],
  [202, { phrase: 'Accepted' }],
  [203, { phrase: 'Non-Authoritative Information' }],
  [204, { phrase: 'No Content' }],
  [205, { phrase: 'Reset Content' }],
  [206, { phrase: 'Partial Content' }],
  [207, { phrase: 'Multi-Status' }],
  [208, { phrase: 'Already Reported' }],
  [226, { phrase: 'IM Used' }],
  [300, { phrase: 'Multiple Choices' }],
  [301, { phrase: 'Moved Permanently' }],
  [302, { phrase: 'Found' }],
  [303, { phrase: 'See Other' }],
  [304, { phrase: 'Not Modified' }],
  [305, { phrase: 'Use Proxy' }],
  [307, { phrase: 'Temporary Redirect' }],
  [308, { phrase: 'Permanent Redirect', description: 'This page has moved.' }],
  [
    400,
    status(
      'Bad Request',
      'The server could not understand the request that your browser, or a proxy on the way, sent.',
    ),
  ],
  [
    401,
    status(
      'Unauthorized',
      'The server could not verify that you may see this. Either the credentials were wrong, or your browser did not send the ones that are needed.',
    ),
  ],
  [402, { phrase: 'Payment Required' }],
  [
    403,
    status(
      'Forbidden',
      'You do not have permission for this: it is protected, or the server cannot read it.',
    ),
  ],
  [
    404,
    status(
      'Not Found',
      'There is nothing at this address on this server. If you typed the address, please check its spelling.',
    ),
  ],
  [405, status('Method Not Allowed', 'The method of the request is not allowed for this address.')],
  [
    406,
    status(
      'Not Acceptable',
      'What is at this address exists only in forms that your browser says it does not accept.',
    ),
  ],
  [407, { phrase: 'Proxy Authentication Required' }],
  [
    408,
    status('Request Timeout', 'The request was not complete in time, so the server closed the connection.'),
  ],
  [
    409,
    status(
      'Conflict',
      'The request conflicts with another one. What you wanted to change may have been changed in the meantime.',
    ),
  ],
  [410, status('Gone', 'What was at this address is gone for good, and it left no new address.')],
  [411, status('Length Required', 'A request of this kind needs a valid Content-Length header.')],
  [412, status('Precondition Failed', 'A condition that the request made does not hold.')],
  [413, status('Payload Too Large', 'The data sent is larger than the server accepts.')],
  [414, status('URI Too Long', 'The address is longer than the server reads.')],
  [415, status('Unsupported Media Type', 'The server does not take data of this media type here.')],
  [416, status('Range Not Satisfiable', 'The server cannot provide the range that was asked for.')],
  [417, status('Expectation Failed', 'The server could not meet what the Expect header asks for.')],
  [418, status("I'm a Teapot", 'This server is a teapot, not a coffee machine.')],
  [421, status('Misdirected Request', 'The request went to a server that cannot answer for this address.')],
  [422, status('Unprocessable Entity', 'The request is well-formed, but what it says cannot be followed.')],
  [423, status('Locked', 'What is at this address is locked.')],
  [424, status('Failed Dependency', 'The request depended on another one that failed.')],
  [425, { phrase: 'Too Early' }],
  [426, { phrase: 'Upgrade Required' }],
  [
    428,
    status(
      'Precondition Required',
      'The server wants this request to be conditional. Try it with a header like If-Match or If-Unmodified-Since.',
    ),
  ],
  [
    429,
    status(
      'Too Many Requests',
      'There were more requests than allowed in the time given. Please try again later.',
    ),
  ],
  [
    431,
    status(
      'Request Header Fields Too Large',
      'One or all of the header fields of the request are too large.',
    ),
  ],
  [
    451,
    status('Unavailable For Legal Reasons', 'What is at this address may not be shown for legal reasons.'),
  ],
  [
    500,
    status(
      'Internal Server Error',
      'The server could not complete the request. Either it has too much to do, or there is an error in the application.',
    ),
  ],
  [501, status('Not Implemented', 'The server does not know how to do what the request asks for.')],
  [
    502,
    status(
      'Bad Gateway',
      'The server asked another one on your behalf and got an answer that was not valid.',
    ),
  ],
  [
    503,
    status(
      'Service Unavailable',
      'The server cannot answer for the moment: it is being maintained or has too much to do. Please try again later.',
    ),
  ],
  [504, status('Gateway Timeout', 'The server asked another one on your behalf and got no answer in time.')],
  [505, status('HTTP Version Not Supported', 'The server does not speak the HTTP version of the request.')],
  [506, { phrase: 'Variant Also Negotiates' }],
  [507, { phrase: 'Insufficient Storage' }],
  [508, { phrase: 'Loop Detected' }],
  [509, { phrase: 'Bandwidth Limit Exceeded' }],
  [510, { phrase: 'Not Extended' }],
  [511, { phrase: 'Network Authentication Required' }],
])

function status(phrase: string, description: string): Status {
  return { phrase, description }
}
