/** The id of a domain's report: a narrow page's short cut scrolls to it, and trusting a certificate moves the focus there. */
export const verificationId = 'verification';
