"""What was stored answer by answer becomes counts; invitations and their links go. There is no way back, and that is meant.

Links that are on phones already close: the page says so kindly. Invitations that wait in the outbox get a new link.
"""

from django.db import migrations

COUNT = """
INSERT INTO satisfaction_count (instrument, quarter, service_id, department_id, score, number)
SELECT 1, quarter, CASE WHEN is_enough THEN service_id END, CASE WHEN is_enough THEN department_id END, score, count(*)
FROM (
    SELECT quarter, service_id, department_id, score,
           count(*) OVER (PARTITION BY quarter, service_id, department_id) >= 10 AS is_enough
    FROM satisfaction_rating
) AS answer
GROUP BY 2, 3, 4, 5;
"""
FORGET_LINKS = """
UPDATE messaging_message AS message
SET secret = '', about_type = 'cases.case', about_id = request.id::text,
    params = jsonb_build_object('service', request.service_id, 'department', service.department_id)
FROM messaging_template AS template, cases_case AS request, catalogue_service AS service
WHERE template.id = message.template_id AND template.key = 'rate_invitation'
  AND message.once_key = 'rate:' || request.id AND service.id = request.service_id;
UPDATE messaging_message AS message SET secret = ''
FROM messaging_template AS template
WHERE template.id = message.template_id AND template.key = 'rate_invitation';
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0001_initial"),
        ("messaging", "0001_initial"),
        ("satisfaction", "0002_counts"),
    ]

    operations = [
        migrations.RunSQL(COUNT),
        migrations.RunSQL(FORGET_LINKS),
        migrations.DeleteModel(name="Invited"),
        migrations.DeleteModel(name="Invitation"),
        migrations.DeleteModel(name="Rating"),
    ]
