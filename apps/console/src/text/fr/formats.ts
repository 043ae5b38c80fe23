import { formatsOf } from '../formats';

export const formats = formatsOf('fr');
