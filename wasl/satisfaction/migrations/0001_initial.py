import django.db.models.deletion
from django.db import migrations, models

from wasl.common.initial import InitialMigration


# The owner's function that adds to the counts (ADR 44). The least numbers are those of `folding.py`; here they bind
# whoever serves, whatever the code says.
ADD_COUNTS = """
CREATE FUNCTION satisfaction_add_counts(lines jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1
        FROM jsonb_to_recordset(lines) AS line(instrument int, quarter text, service_id bigint, department_id bigint, number bigint)
        GROUP BY instrument, quarter, service_id, department_id
        HAVING sum(number) < CASE WHEN service_id IS NULL AND department_id IS NULL THEN 5 ELSE 10 END
            OR bool_or(number IS NULL OR number < 1)
    ) THEN
        RAISE EXCEPTION 'too few answers to be counted by themselves' USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO satisfaction_count AS present (instrument, quarter, service_id, department_id, score, number)
    SELECT instrument, quarter, service_id, department_id, score, sum(number)
    FROM jsonb_to_recordset(lines)
        AS line(instrument int, quarter text, service_id bigint, department_id bigint, score int, number bigint)
    GROUP BY instrument, quarter, service_id, department_id, score
    ORDER BY instrument, quarter, service_id, department_id, score
    ON CONFLICT (instrument, quarter, service_id, department_id, score)
    DO UPDATE SET number = present.number + excluded.number;
END;
$$;
REVOKE ALL ON FUNCTION satisfaction_add_counts(jsonb) FROM PUBLIC;
"""


class Migration(InitialMigration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('catalogue', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Pending',
            fields=[
                ('kind', models.CharField(max_length=12, primary_key=True, serialize=False)),
                ('key_name', models.CharField(max_length=60)),
                ('sealed', models.BinaryField()),
                ('lost_date', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Spent',
            fields=[
                ('mark', models.BinaryField(primary_key=True, serialize=False)),
                ('until_date', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='Count',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('instrument', models.PositiveSmallIntegerField()),
                ('quarter', models.CharField(max_length=6)),
                ('score', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.department')),
                ('service', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('instrument', 'quarter', 'service', 'department', 'score'), name='count_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('score__gte', 1), ('score__lte', 5)), name='count_score_one_to_five'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='count_of_somebody')],
            },
        ),
        migrations.RunSQL(ADD_COUNTS),
    ]
