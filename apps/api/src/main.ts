import { runApi } from './run-api.js';

runApi();
