/** The titles of the parameters of firewall rules that findings name, in German. */
export const parameterTitles = {
  before: 'Einfügen über',
  firstPolicyId: 'Erste Policy-Nummer',
  form: 'Form',
  furtherSources: 'Weitere Quellen',
  mode: 'Modus',
  virtualIps: 'Virtuelle IPs',
} as const;
