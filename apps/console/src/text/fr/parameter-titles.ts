/** The titles of the parameters of firewall rules that findings name, in French. */
export const parameterTitles = {
  before: 'Placer au-dessus de',
  firstPolicyId: 'Premier numéro de policy',
  form: 'Forme',
  furtherSources: 'Autres sources',
  mode: 'Mode',
  virtualIps: 'IP virtuelles',
} as const;
