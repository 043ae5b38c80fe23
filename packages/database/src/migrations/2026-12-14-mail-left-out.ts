/** A mail tells at most 100 changes, and how many it leaves out. */
export const mailLeftOutSchema = `
  alter table mail add left_out int not null default 0;
`;
