/** Schema that holds this version of the read models; a new version of the code fills a new one beside it. */
export const READ_SCHEMA = 'read_v4';
