const key = 'postern.account';

/** The id of the account that an operator acts for in this tab; `null` for all other roles, whose token names the account. */
function actingAccount(): string | null {
  return sessionStorage.getItem(key);
}

export function setActingAccount(id: string | null): void {
  if (id === null) sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, id);
}

export function accountHeader(): Record<string, string> {
  const id = actingAccount();
  return id === null ? {} : { 'postern-account': id };
}
