package cloud

import (
	"strconv"
	"strings"
)

// BootstrapRole is a role that "cdk bootstrap" has made, by the middle of its
// name: deploy, file-publishing, image-publishing, lookup.
//
// https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
func BootstrapRole(name string) string {
	return "arn:" + Partition + ":iam::" + AccountID + ":role/cdk-hnb659fds-" + name + "-role-" + AccountID + "-" + Region
}

// Role makes a role that trusts its account, and may do everything: what it may
// do is no question of the caller's policies.
func (c *Cloud) Role(arn string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.roles = append(c.roles, arn)
}

// signIn returns the access key of a session of a role, none where there is no
// such role.
func (c *Cloud) signIn(arn string) (accessKeyID string, exists bool) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for i, role := range c.roles {
		if role == arn {
			return sessionKey + strconv.Itoa(i), true
		}
	}
	return "", false
}

// sessionKey begins the access keys of sessions of roles.
const sessionKey = "ASIASESSIONEXAMPLE"

// signer returns the role by which a request is signed: RoleARN, or one that
// the caller has assumed.
func (c *Cloud) signer(authorization string) (arn string, known bool) {
	scope := credentialScope.FindStringSubmatch(authorization)
	if scope == nil || !strings.HasPrefix(authorization, "AWS4-HMAC-SHA256 ") {
		return "", false
	}
	if scope[1] == AccessKeyID {
		return RoleARN, true
	}
	digits, ok := strings.CutPrefix(scope[1], sessionKey)
	i, err := strconv.Atoi(digits)
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if !ok || err != nil || i < 0 || i >= len(c.roles) {
		return "", false
	}
	return c.roles[i], true
}

// authorizeAs is authorize for the requests of the caller itself. Those of a
// role that it has assumed are the business of that role.
func (c *Cloud) authorizeAs(signer string, checks ...Check) *Check {
	if signer != RoleARN {
		return nil
	}
	return c.authorize(checks...)
}
