import type { Sourced } from './sourced';

/** What listens at a port by custom. */
export interface KnownPort {
  readonly port: number;
  /** `SSH`, as a message names it. */
  readonly service: string;
  /** Programs whose only job it is to listen there. */
  readonly programs: RegExp;
}

interface PortTable extends Sourced {
  readonly ports: readonly KnownPort[];
}

/** Ports through which people administrate a machine. */
export const adminPorts: PortTable = {
  ports: [
    { port: 22, service: 'SSH', programs: /^(?:sshd|dropbear|sftpgo|gitea|forgejo|gogs)$/ },
    { port: 23, service: 'Telnet', programs: /telnetd/ },
    { port: 3389, service: 'remote desktop (RDP)', programs: /^(?:xrdp|xrdp-sesman|guacd)$/ },
    { port: 5800, service: 'VNC in the browser', programs: /vnc/i },
    { port: 5900, service: 'VNC', programs: /vnc/i },
  ],
  source:
    'IANA service names and port numbers; the ports that Sonar rule S6473 names in its documentation',
  checked: '2026-11-22',
};

/** Ports of services that send passwords and data unencrypted. */
export const plaintextPorts: PortTable = {
  ports: [
    { port: 21, service: 'FTP', programs: /ftpd?$/ },
    { port: 69, service: 'TFTP', programs: /tftpd?$|^dnsmasq$/ },
    { port: 110, service: 'POP3', programs: /^(?:dovecot|popa3d|courier.*)$/ },
    { port: 143, service: 'IMAP', programs: /^(?:dovecot|courier.*)$/ },
    { port: 512, service: 'rexec', programs: /^(?:in\.)?rexecd$/ },
    { port: 513, service: 'rlogin', programs: /^(?:in\.)?rlogind$/ },
    { port: 2375, service: 'the Docker API without TLS', programs: /^(?:dockerd.*|docker-init)$/ },
  ],
  source: 'IANA service names and port numbers; general knowledge of the protocols',
  checked: '2026-11-22',
};
