from django.test import SimpleTestCase


class MembersTest(SimpleTestCase):
    def test_members(self):
        self.assertContains(self.client.get("/"), "Ada")
