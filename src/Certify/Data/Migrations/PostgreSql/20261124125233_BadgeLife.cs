using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Certify.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class BadgeLife : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "BadgeCause",
                table: "Standings",
                type: "character varying(24)",
                maxLength: 24,
                nullable: false,
                defaultValue: "None");

            migrationBuilder.AddColumn<DateTime>(
                name: "DueAt",
                table: "Standings",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "PolicyVersion",
                table: "Standings",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Revisit",
                table: "Standings",
                type: "character varying(24)",
                maxLength: 24,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "RevisitOn",
                table: "Standings",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Steps",
                table: "Standings",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "WarnedDays",
                table: "Standings",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "VerdictUntil",
                table: "Staff",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "MovedAt",
                table: "Shops",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "RestsAt",
                table: "Badges",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "BadgeSteps",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ShopId = table.Column<Guid>(type: "uuid", nullable: false),
                    Line = table.Column<int>(type: "integer", nullable: false),
                    BadgeId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Until = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Cause = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    Reason = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    Vaccinated = table.Column<int>(type: "integer", nullable: false),
                    Staff = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_BadgeSteps", x => x.Id);
                    table.ForeignKey(
                        name: "FK_BadgeSteps_Badges_BadgeId",
                        column: x => x.BadgeId,
                        principalTable: "Badges",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Standings_DueAt",
                table: "Standings",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_Standings_PolicyVersion",
                table: "Standings",
                column: "PolicyVersion");

            migrationBuilder.CreateIndex(
                name: "IX_Standings_RevisitOn",
                table: "Standings",
                column: "RevisitOn");

            migrationBuilder.CreateIndex(
                name: "IX_Staff_VerdictUntil",
                table: "Staff",
                column: "VerdictUntil",
                filter: "\"VerdictUntil\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Badges_RestsAt",
                table: "Badges",
                column: "RestsAt",
                filter: "\"RestsAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_BadgeSteps_Once",
                table: "BadgeSteps",
                columns: new[] { "BadgeId", "Kind" },
                unique: true,
                filter: "\"Kind\" IN ('Issued', 'Warned14', 'Warned3', 'Superseded', 'Revoked', 'Expired')");

            migrationBuilder.CreateIndex(
                name: "IX_BadgeSteps_ShopId_Line",
                table: "BadgeSteps",
                columns: new[] { "ShopId", "Line" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "BadgeSteps");

            migrationBuilder.DropIndex(
                name: "IX_Standings_DueAt",
                table: "Standings");

            migrationBuilder.DropIndex(
                name: "IX_Standings_PolicyVersion",
                table: "Standings");

            migrationBuilder.DropIndex(
                name: "IX_Standings_RevisitOn",
                table: "Standings");

            migrationBuilder.DropIndex(
                name: "IX_Staff_VerdictUntil",
                table: "Staff");

            migrationBuilder.DropIndex(
                name: "IX_Badges_RestsAt",
                table: "Badges");

            migrationBuilder.DropColumn(
                name: "BadgeCause",
                table: "Standings");

            migrationBuilder.DropColumn(
                name: "DueAt",
                table: "Standings");

            migrationBuilder.DropColumn(
                name: "PolicyVersion",
                table: "Standings");

            migrationBuilder.DropColumn(
                name: "Revisit",
                table: "Standings");

            migrationBuilder.DropColumn(
                name: "RevisitOn",
                table: "Standings");

            migrationBuilder.DropColumn(
                name: "Steps",
                table: "Standings");

            migrationBuilder.DropColumn(
                name: "WarnedDays",
                table: "Standings");

            migrationBuilder.DropColumn(
                name: "VerdictUntil",
                table: "Staff");

            migrationBuilder.DropColumn(
                name: "MovedAt",
                table: "Shops");

            migrationBuilder.DropColumn(
                name: "RestsAt",
                table: "Badges");
        }
    }
}
