/** Name of the hidden form field that carries the CSRF token; apart from `csrf.ts`, since scripts need it too. */
export const csrfField = 'csrf'
