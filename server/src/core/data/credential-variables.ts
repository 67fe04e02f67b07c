import type { Sourced } from './sourced';

/** Variables that hold the path of a file of credentials. */
export const credentialVariables: { readonly names: readonly string[] } & Sourced = {
  names: [
    'GOOGLE_APPLICATION_CREDENTIALS',
    'AWS_SHARED_CREDENTIALS_FILE',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AZURE_CLIENT_CERTIFICATE_PATH',
    'BOTO_CONFIG',
    'CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE',
    'HF_TOKEN_PATH',
    'KUBECONFIG',
  ],
  source:
    'docs.cloud.google.com: Application Default Credentials; docs.aws.amazon.com: sdkref, settings; learn.microsoft.com: azure-identity, EnvironmentCredential; huggingface.co: huggingface_hub environment variables; kubernetes.io: kubeconfig',
  checked: '2026-11-22',
};
