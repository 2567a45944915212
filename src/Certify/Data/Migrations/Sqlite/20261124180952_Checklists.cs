using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Certify.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Checklists : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "PassedMeasures",
                table: "Visits",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "MeasureKey",
                table: "Rectifications",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "ChecklistVersion",
                table: "Rectifications",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "TextEn",
                table: "Rectifications",
                type: "TEXT",
                maxLength: 80,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "TextZh",
                table: "Rectifications",
                type: "TEXT",
                maxLength: 80,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "ChecklistUses",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Category = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Checklist = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    By = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    From = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ChecklistUses", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ChecklistVersions",
                columns: table => new
                {
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Checklist = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Items = table.Column<string>(type: "TEXT", nullable: false),
                    PublishedBy = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    PublishedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ChecklistVersions", x => x.Number);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ChecklistUses_Category",
                table: "ChecklistUses",
                column: "Category");

            FirstChecklists.Sow(migrationBuilder);
            FirstChecklists.Translate(migrationBuilder);

            // The provider would rebuild the whole table, outside the transaction; SQLite can drop a column by itself.
            migrationBuilder.Sql("ALTER TABLE \"Visits\" DROP COLUMN \"Passed\"");

            migrationBuilder.Sql("ALTER TABLE \"Rectifications\" DROP COLUMN \"Measure\"");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Passed",
                table: "Visits",
                type: "INTEGER",
                maxLength: 24,
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Measure",
                table: "Rectifications",
                type: "INTEGER",
                maxLength: 24,
                nullable: false,
                defaultValue: 0);

            FirstChecklists.Undo(migrationBuilder);

            migrationBuilder.Sql("ALTER TABLE \"Visits\" DROP COLUMN \"PassedMeasures\"");

            migrationBuilder.Sql("ALTER TABLE \"Rectifications\" DROP COLUMN \"MeasureKey\"");

            migrationBuilder.DropTable(
                name: "ChecklistUses");

            migrationBuilder.DropTable(
                name: "ChecklistVersions");

            migrationBuilder.Sql("ALTER TABLE \"Rectifications\" DROP COLUMN \"ChecklistVersion\"");

            migrationBuilder.Sql("ALTER TABLE \"Rectifications\" DROP COLUMN \"TextEn\"");

            migrationBuilder.Sql("ALTER TABLE \"Rectifications\" DROP COLUMN \"TextZh\"");
        }
    }
}
