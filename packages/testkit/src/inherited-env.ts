export { inheritedEnv } from '@fleet/provision/inherited-env';
