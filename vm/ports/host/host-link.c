/* SPDX-License-Identifier: MIT */
/* The links that a virtual board can be reached by. */
#define _GNU_SOURCE // posix_openpt, ptsname_r

#include "vm/ports/host/host.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

static bool
begin(VmPort *port)
{
    signal(SIGPIPE, SIG_IGN);
    port->has_link = true;
    port->line_buffered = true;
    port->crlf = true;
    port->interrupt_char = -1;
    return vm_host_start_thread(port);
}

static void
make_raw(struct termios *settings)
{
    settings->c_iflag &=
        ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
    settings->c_oflag &= ~(tcflag_t)OPOST;
    settings->c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    settings->c_cflag &= ~(tcflag_t)(CSIZE | PARENB);
    settings->c_cflag |= CS8;
}

bool
vm_host_link_pty(VmPort *port, char *path)
{
    struct termios settings;
    char name[128];
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), slave;

    if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0 ||
        ptsname_r(master, name, sizeof name) != 0)
        return false;
    strcpy(path, name);
    // Nothing may echo or translate; the settings stay while the master is open. The other side is
    // closed again, so that a hang-up on the master says when nobody is there.
    slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (slave < 0 || tcgetattr(slave, &settings) < 0)
        return false;
    make_raw(&settings);
    tcsetattr(slave, TCSANOW, &settings);
    close(slave);
    fcntl(master, F_SETFL, O_NONBLOCK);
    port->in_fd = port->out_fd = master;
    port->is_pty = true;
    port->discard = true;
    return begin(port);
}

bool
vm_host_link_tcp(VmPort *port, uint16_t *number)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t len = sizeof address;
    int yes = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(*number);
    if (fd < 0)
        return false;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes); // those accepted inherit it
    if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, 1) < 0 ||
        getsockname(fd, (struct sockaddr *)&address, &len) < 0)
        return false;
    *number = ntohs(address.sin_port);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    port->accept_fd = fd;
    port->in_fd = port->out_fd = -1;
    port->discard = true;
    return begin(port);
}

bool
vm_host_link_stdio(VmPort *port)
{
    if (isatty(STDIN_FILENO)) {
        vm_host_raw_terminal(port, true);
        port->quit_on_ctrl_bracket = true;
    }
    // A reader that is slow must not keep Ctrl-C from being seen. Not for terminals: the shell has
    // the same one.
    if (!isatty(STDOUT_FILENO))
        fcntl(STDOUT_FILENO, F_SETFL, fcntl(STDOUT_FILENO, F_GETFL) | O_NONBLOCK);
    return begin(port);
}
